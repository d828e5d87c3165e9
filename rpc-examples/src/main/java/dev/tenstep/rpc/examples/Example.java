package dev.tenstep.rpc.examples;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.examples.hello.HelloRequest;
import dev.tenstep.rpc.examples.hello.HelloWorldService;
import dev.tenstep.rpc.examples.panda.Panda;
import dev.tenstep.rpc.examples.users.NewUser;
import dev.tenstep.rpc.examples.users.Page;
import dev.tenstep.rpc.examples.users.Role;
import dev.tenstep.rpc.examples.users.User;
import dev.tenstep.rpc.examples.users.UserNotFoundException;
import dev.tenstep.rpc.examples.users.Users;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** The examples that the client calls, each with its calls. */
enum Example {
    HELLO {
        @Override
        List<Line> calls(RpcClient client, CallOptions options) {
            HelloWorldService hello = client.stub(HelloWorldService.class, options);
            return List.of(new Line("SayHello(shen)", () -> {
                return Answer.of(hello.SayHello(new HelloRequest("shen")).message());
            }));
        }
    },
    PANDA {
        @Override
        List<Line> calls(RpcClient client, CallOptions options) {
            Panda panda = client.stub(Panda.class, options);
            return List.of(new Line("Getinfo(123)", () -> Answer.of(panda.Getinfo(123))));
        }
    },
    USERS {
        @Override
        List<Line> calls(RpcClient client, CallOptions options) {
            Users users = client.stub(Users.class, options);
            return List.of(
                    new Line("users.find(1)", () -> Answer.of(users.find(1))),
                    new Line("users.list(0)", () -> Answer.of(names(users.list(0)))),
                    new Line("users.create(Shen)", () -> Answer.of(users.create(shen()))),
                    new Line("users.find(4096)", () -> notFound(users)));
        }
    };

    /** The calls in their order, each to be made as often as one likes. */
    abstract List<Line> calls(RpcClient client, CallOptions options);

    /** A call and how it is shown. */
    record Line(String text, Callable<Answer> call) {}

    /** What came back, and whether it is a result; otherwise it is the exception that was asked for. */
    record Answer(String text, boolean succeeded) {
        static Answer of(Object result) {
            return new Answer(result.toString(), true);
        }
    }

    private static Answer notFound(Users users) {
        try {
            return Answer.of(users.find(4096));
        } catch (UserNotFoundException e) {
            return new Answer("UserNotFoundException, id " + e.id() + ": " + e.getMessage(), false);
        }
    }

    private static NewUser shen() {
        NewUser user = new NewUser();
        user.setName("Shen");
        user.setRoles(EnumSet.of(Role.READER, Role.WRITER));
        return user;
    }

    private static String names(Page<User> page) {
        return "page " + page.number() + " of " + page.pages() + ": "
                + page.items().stream().map(User::name).collect(Collectors.joining(", "));
    }
}
