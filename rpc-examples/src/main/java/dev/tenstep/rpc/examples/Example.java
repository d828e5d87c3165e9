package dev.tenstep.rpc.examples;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.examples.chat.Chat;
import dev.tenstep.rpc.examples.chat.Visitor;
import dev.tenstep.rpc.examples.doorman.Doorman;
import dev.tenstep.rpc.examples.hello.HelloRequest;
import dev.tenstep.rpc.examples.hello.HelloWorldService;
import dev.tenstep.rpc.examples.login.LoginClient;
import dev.tenstep.rpc.examples.login.LoginReply;
import dev.tenstep.rpc.examples.login.LoginRequest;
import dev.tenstep.rpc.examples.login.LoginService;
import dev.tenstep.rpc.examples.panda.Panda;
import dev.tenstep.rpc.examples.ticker.Ticker;
import dev.tenstep.rpc.examples.ticker.Watcher;
import dev.tenstep.rpc.examples.upload.UploadClient;
import dev.tenstep.rpc.examples.upload.Uploads;
import dev.tenstep.rpc.examples.users.NewUser;
import dev.tenstep.rpc.examples.users.Page;
import dev.tenstep.rpc.examples.users.Role;
import dev.tenstep.rpc.examples.users.User;
import dev.tenstep.rpc.examples.users.UserNotFoundException;
import dev.tenstep.rpc.examples.users.Users;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    },
    TICKER {
        @Override
        List<Line> calls(RpcClient client, CallOptions options) {
            Ticker ticker = client.stub(Ticker.class, options);
            return List.of(new Line("ticker.watch(TEN, 3)", () -> prices(ticker)));
        }
    },
    UPLOAD {
        @Override
        List<Line> calls(RpcClient client, CallOptions options) {
            Uploads uploads = client.stub(Uploads.class, options);
            return List.of(new Line("upload(made-up)", () -> {
                return Answer.of(UploadClient.send(uploads, "made-up", UploadClient.madeUp(MADE_UP), sent -> {}));
            }));
        }
    },
    CHAT {
        @Override
        List<Line> calls(RpcClient client, CallOptions options) {
            Chat chat = client.stub(Chat.class, options);
            return List.of(new Line("chat(ann), chat(bob)", () -> conversation(chat)));
        }
    },
    DOORMAN {
        @Override
        List<Line> calls(RpcClient client, CallOptions options) {
            Doorman doorman = client.stub(Doorman.class, options);
            return List.of(new Line("doorman.greet()", () -> Answer.of(doorman.greet())));
        }
    },
    LOGIN {
        @Override
        List<Line> calls(RpcClient client, CallOptions options) {
            LoginService logins = client.stub(LoginService.class, options);
            return List.of(
                    new Line("login(ann)", () -> Answer.of(logins.login(new LoginRequest("ann", "secret")))),
                    new Line("loginEach(ann, bob, cleo)", () -> replies(logins)));
        }
    };

    /** All names, for messages. */
    static final String NAMES = "hello, panda, users, ticker, upload, chat, doorman, login";

    private static final int MADE_UP = 200_000;
    private static final int SECONDS = 10;

    /** Returns the calls in their order; each may be repeated. */
    abstract List<Line> calls(RpcClient client, CallOptions options);

    /** Returns the example of that name, ignoring case; null if there is none. */
    static @Nullable Example of(String name) {
        return Arrays.stream(values())
                .filter(example -> example.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    /** A call and its display text. */
    record Line(String text, Callable<Answer> call) {}

    /**
     * The answer to a call.
     *
     * @param traced whether a trace shows it: true for one result, false for an expected exception or results that stream
     */
    record Answer(String text, boolean traced) {
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

    private static Answer prices(Ticker ticker) {
        List<String> prices = new CopyOnWriteArrayList<>();
        try (Watcher watcher = new Watcher(tick -> prices.add(tick.price().toString()))) {
            ticker.watch("TEN", 3).subscribe(watcher);
            watcher.await();
        }
        return new Answer(String.join(" ", prices), false);
    }

    /**
     * Holds a conversation and returns the lines that bob hears, from his own arrival until he has left. Ann arrived
     * before him.
     */
    private static Answer conversation(Chat chat) {
        List<String> heard = new CopyOnWriteArrayList<>();
        CountDownLatch greeted = new CountDownLatch(1);
        try (Visitor bob = Visitor.enter(chat, "bob", line -> heard.add(line.toString()))) {
            try (Visitor ann = Visitor.enter(chat, "ann", line -> {
                if (line.who().equals("bob")) {
                    greeted.countDown();
                }
            })) {
                bob.say("hello");
                greeted.await(SECONDS, TimeUnit.SECONDS);
                ann.say("hello, bob");
            }
        } catch (InterruptedException e) {
            throw new CancellationException("interrupted in a conversation");
        }
        return new Answer(String.join(" / ", heard), false);
    }

    private static Answer replies(LoginService logins) {
        try (Stream<LoginReply> replies = logins.loginEach(LoginClient.requests())) {
            return new Answer(replies.map(LoginReply::toString).collect(Collectors.joining(" / ")), false);
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
