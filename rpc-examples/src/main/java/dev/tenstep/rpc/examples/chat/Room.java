package dev.tenstep.rpc.examples.chat;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import org.jspecify.annotations.Nullable;

/**
 * The room. Its monitor guards the list of members and makes all of them hear the lines in one order. Nobody waits
 * for a slow member: one that falls further behind than the lines kept for it is removed. A line's length is bounded,
 * and so is the cost of a member who does not read: 256 lines, or 512 KB.
 */
public final class Room implements Chat {
    private static final String NAME = "room";
    /** The number of lines kept for a member, a power of two. */
    private static final int MOST_BEHIND = 256;
    /** The longest accepted name, in characters. */
    public static final int LONGEST_NAME = 40;

    /** The longest line, in characters. */
    private static final int LONGEST_LINE = 1000;

    private final Map<String, Member> members = new LinkedHashMap<>();

    /** Makes an empty one. */
    public Room() {}

    @Override
    public Flow.Publisher<Line> chat(String name, Flow.Publisher<String> mine) {
        if (name.length() > LONGEST_NAME) {
            throw tooLong("name", name, LONGEST_NAME);
        }
        if (name.isBlank() || name.equals(NAME)) {
            throw new RpcException(StatusCode.INVALID_ARGUMENT, "name: '" + name + "' (expected: a name)");
        }
        return hears -> {
            Member member = new Member(name);
            member.lines.subscribe(hears);
            if (enter(member)) {
                mine.subscribe(member);
            }
        };
    }

    private static RpcException tooLong(String what, String text, int most) {
        return new RpcException(
                StatusCode.INVALID_ARGUMENT,
                what + ": " + text.length() + " characters (expected: at most " + most + ")");
    }

    private synchronized boolean enter(Member member) {
        if (members.putIfAbsent(member.name, member) != null) {
            member.lines.closeExceptionally(new RpcException(
                    StatusCode.ALREADY_EXISTS, member.name + " is in the room (expected: another name)"));
            return false;
        }
        say(new Line(NAME, member.name + " is here"));
        return true;
    }

    private synchronized void say(Line line) {
        List<Member> tooSlow = new ArrayList<>();
        for (Member member : members.values()) {
            if (member.lines.offer(line, null) < 0) {
                tooSlow.add(member);
            }
        }
        for (Member member : tooSlow) {
            String text =
                    member.name + " is " + member.lines.getMaxBufferCapacity() + " lines behind (expected: fewer)";
            leave(member, new RpcException(StatusCode.RESOURCE_EXHAUSTED, text));
        }
    }

    private synchronized void leave(Member member, @Nullable RpcException why) {
        if (members.remove(member.name, member)) {
            if (why == null) {
                member.lines.close();
            } else {
                member.lines.closeExceptionally(why);
            }
            say(new Line(NAME, member.name + " has left"));
        }
    }

    /** A member of the room: receives lines through {@code lines}, and subscribes to the lines that the member says. */
    private final class Member implements Flow.Subscriber<String> {
        private final String name;
        private final SubmissionPublisher<Line> lines =
                new SubmissionPublisher<>(ForkJoinPool.commonPool(), MOST_BEHIND);
        private Flow.@Nullable Subscription words;

        Member(String name) {
            this.name = name;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            words = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(String text) {
            if (text.length() > LONGEST_LINE) {
                leave(this, tooLong("line", text, LONGEST_LINE));
                if (words != null) {
                    words.cancel();
                }
                return;
            }
            say(new Line(name, text));
            if (words != null) {
                words.request(1);
            }
        }

        /** Also called when the caller has cancelled, or has disappeared without a word. */
        @Override
        public void onError(Throwable thrown) {
            leave(this, new RpcException(StatusCode.CANCELLED, name + " is gone"));
        }

        @Override
        public void onComplete() {
            leave(this, null);
        }
    }
}
