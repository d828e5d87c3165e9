package dev.tenstep.rpc.benchmarks.users;

import dev.tenstep.rpc.benchmarks.contender.Calls;
import dev.tenstep.rpc.benchmarks.contender.Contender;
import dev.tenstep.rpc.benchmarks.contender.Operation;
import java.util.List;
import java.util.function.BiConsumer;

/** The client of a contender that sends the beans themselves. */
public record UserClient(BlockingUsers blocking, AsyncUsers async) implements Contender.ClientEnd {
    @Override
    public Calls<?> calls(Operation operation) {
        return switch (operation) {
            case EXIST -> new Exist(blocking, async);
            case ECHO -> new Echo(blocking, async);
            case PAGE -> new Pages(blocking, async);
        };
    }

    private record Exist(BlockingUsers blocking, AsyncUsers async) implements Calls<Boolean> {
        @Override
        public Boolean call(int number) {
            return blocking.exist(Samples.name(number));
        }

        @Override
        public void call(int number, BiConsumer<? super Boolean, ? super Throwable> completion) {
            var unused = async.exist(Samples.name(number)).whenComplete(completion);
        }

        @Override
        public boolean answers(int number, Boolean reply, boolean thorough) {
            return reply == Samples.exists(Samples.name(number));
        }
    }

    private record Echo(BlockingUsers blocking, AsyncUsers async) implements Calls<User> {
        @Override
        public User call(int number) {
            return blocking.echo(Samples.user(number));
        }

        @Override
        public void call(int number, BiConsumer<? super User, ? super Throwable> completion) {
            var unused = async.echo(Samples.user(number)).whenComplete(completion);
        }

        @Override
        public boolean answers(int number, User reply, boolean thorough) {
            User sent = Samples.user(number);
            return thorough ? sent.equals(reply) : sent.getId() == reply.getId();
        }
    }

    private record Pages(BlockingUsers blocking, AsyncUsers async) implements Calls<Page> {
        @Override
        public Page call(int number) {
            return blocking.page(Samples.pageNumber(number));
        }

        @Override
        public void call(int number, BiConsumer<? super Page, ? super Throwable> completion) {
            var unused = async.page(Samples.pageNumber(number)).whenComplete(completion);
        }

        @Override
        public boolean answers(int number, Page reply, boolean thorough) {
            Page expected = Samples.page(Samples.pageNumber(number));
            return thorough ? expected.equals(reply) : sameIds(expected.getUsers(), reply.getUsers());
        }

        private static boolean sameIds(List<User> expected, List<User> found) {
            boolean same = expected.size() == found.size();
            for (int i = 0; same && i < expected.size(); i++) {
                same = expected.get(i).getId() == found.get(i).getId();
            }
            return same;
        }
    }
}
