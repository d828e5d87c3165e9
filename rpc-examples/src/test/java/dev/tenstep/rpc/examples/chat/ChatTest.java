package dev.tenstep.rpc.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.examples.Setting;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChatTest {
    private static final int SECONDS = 10;

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void everybodyInTheRoomHearsAllLinesInOneOrder(Setting setting) throws Exception {
        setting.run(Chat.class, new Room(), chat -> {
            BlockingQueue<Line> first = new LinkedBlockingQueue<>();
            BlockingQueue<Line> second = new LinkedBlockingQueue<>();
            try (Visitor ann = Visitor.enter(chat, "ann", first::add)) {
                try (Visitor bob = Visitor.enter(chat, "bob", second::add)) {
                    ann.say("hello");
                    awaitLine(second, "ann: hello");
                    bob.say("hello, ann");
                    awaitLine(first, "bob: hello, ann");
                }
                awaitLine(first, "room: bob has left");
                ann.say("now I am alone");
            }
            assertThat(first).containsExactly(new Line("ann", "now I am alone"));
            assertThat(second).containsExactly(new Line("bob", "hello, ann"));
        });
    }

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void cancellingLeavesTheRoom(Setting setting) throws Exception {
        setting.run(Chat.class, new Room(), chat -> {
            BlockingQueue<Line> heard = new LinkedBlockingQueue<>();
            try (Visitor ann = Visitor.enter(chat, "ann", heard::add);
                    SubmissionPublisher<String> words = new SubmissionPublisher<>()) {
                CompletableFuture<Flow.Subscription> bob = new CompletableFuture<>();
                chat.chat("bob", words).subscribe(new Deaf(bob));
                awaitLine(heard, "room: bob is here");
                bob.get(SECONDS, TimeUnit.SECONDS).cancel();
                awaitLine(heard, "room: bob has left");
                ann.say("still here");
                awaitLine(heard, "ann: still here");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void aNameBelongsToOneMemberAtATime(Setting setting) throws Exception {
        setting.run(Chat.class, new Room(), chat -> {
            try (Visitor ann = Visitor.enter(chat, "ann", line -> {})) {
                assertThatThrownBy(() -> Visitor.enter(chat, "ann", line -> {}))
                        .isInstanceOfSatisfying(
                                RpcException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.ALREADY_EXISTS))
                        .hasMessage("ann is in the room (expected: another name)");
                ann.say("it is mine");
            }
            Visitor.enter(chat, "ann", line -> {}).close();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "room"})
    void visitorWithoutANameIsRefused(String name) {
        try (SubmissionPublisher<String> words = new SubmissionPublisher<>()) {
            assertThatThrownBy(() -> new Room().chat(name, words))
                    .hasMessage("name: '" + name + "' (expected: a name)");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void memberWhoReadsNothingIsRemoved(Setting setting) throws Exception {
        setting.run(Chat.class, new Room(), chat -> {
            BlockingQueue<Line> heard = new LinkedBlockingQueue<>();
            try (Visitor ann = Visitor.enter(chat, "ann", heard::add);
                    SubmissionPublisher<String> words = new SubmissionPublisher<>()) {
                chat.chat("bob", words).subscribe(new Deaf(new CompletableFuture<>()));
                awaitLine(heard, "room: bob is here");
                String last = "";
                for (int i = 0; i < 2000 && !last.equals("room: bob has left"); i++) {
                    ann.say("line " + i);
                    last = awaitLine(heard, "ann: line " + i, "room: bob has left");
                }
                assertThat(last).isEqualTo("room: bob has left");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void memberWhoseLineIsTooLongIsRemovedAndNobodyHearsIt(Setting setting) throws Exception {
        setting.run(Chat.class, new Room(), chat -> {
            BlockingQueue<Line> heard = new LinkedBlockingQueue<>();
            try (Visitor ann = Visitor.enter(chat, "ann", heard::add)) {
                Visitor bob = Visitor.enter(chat, "bob", line -> {});
                bob.say("b".repeat(1000));
                awaitLine(heard, "bob: " + "b".repeat(1000));
                bob.say("b".repeat(1001));
                assertThat(awaitLine(heard, "room: bob has left", "bob: " + "b".repeat(1001)))
                        .isEqualTo("room: bob has left");
                assertThatThrownBy(bob::close).hasMessage("line: 1001 characters (expected: at most 1000)");
                ann.say("he has left");
            }
        });
    }

    @Test
    void aNameIsNoLongerThanOthersWantToRead() {
        try (SubmissionPublisher<String> words = new SubmissionPublisher<>()) {
            assertThatThrownBy(() -> new Room().chat("a".repeat(41), words))
                    .hasMessage("name: 41 characters (expected: at most 40)");
        }
    }

    private static String awaitLine(BlockingQueue<Line> heard, String... any) throws InterruptedException {
        Line line;
        do {
            line = heard.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(line).as("a line").isNotNull();
        } while (!List.of(any).contains(line.toString()));
        return line.toString();
    }

    /** A subscriber that requests nothing. */
    private record Deaf(CompletableFuture<Flow.Subscription> subscription) implements Flow.Subscriber<Line> {
        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(Line line) {}

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onComplete() {}
    }
}
