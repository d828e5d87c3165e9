package dev.tenstep.rpc.benchmarks.messages;

import dev.tenstep.rpc.benchmarks.messages.proto.EchoRequest;
import dev.tenstep.rpc.benchmarks.messages.proto.ExistReply;
import dev.tenstep.rpc.benchmarks.messages.proto.ExistRequest;
import dev.tenstep.rpc.benchmarks.messages.proto.PageReply;
import dev.tenstep.rpc.benchmarks.messages.proto.PageRequest;
import dev.tenstep.rpc.benchmarks.messages.proto.UserMessage;
import dev.tenstep.rpc.benchmarks.messages.proto.UserStatus;
import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.Samples;
import dev.tenstep.rpc.benchmarks.users.User;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The {@link Samples} as messages, made once, and the server's answers. */
public final class MessageSamples {
    private static final int KEPT = 64;
    private static final List<ExistRequest> EXISTS =
            kept(i -> ExistRequest.newBuilder().setName(Samples.name(i)).build());
    private static final List<UserMessage> USERS = kept(i -> message(Samples.user(i)));
    private static final List<EchoRequest> ECHOES =
            kept(i -> EchoRequest.newBuilder().setUser(USERS.get(i)).build());
    private static final List<PageRequest> PAGE_REQUESTS =
            kept(i -> PageRequest.newBuilder().setNumber(Samples.pageNumber(i)).build());
    private static final List<PageReply> PAGES = kept(i -> message(Samples.page(Samples.pageNumber(i))));

    private MessageSamples() {}

    private static <T> List<T> kept(IntFunction<T> make) {
        return IntStream.range(0, KEPT).mapToObj(make).toList();
    }

    /** Returns the request of the call with that number. */
    public static ExistRequest existRequest(int number) {
        return EXISTS.get(number & (KEPT - 1));
    }

    /** Returns the request of the call with that number, to a server where the user is a parameter. */
    public static EchoRequest echoRequest(int number) {
        return ECHOES.get(number & (KEPT - 1));
    }

    /** Returns the user that the call with that number sends. */
    public static UserMessage user(int number) {
        return USERS.get(number & (KEPT - 1));
    }

    /** Returns the request of the call with that number. */
    public static PageRequest pageRequest(int number) {
        return PAGE_REQUESTS.get(number & (KEPT - 1));
    }

    /** The server's answer. */
    public static ExistReply exist(ExistRequest request) {
        return ExistReply.newBuilder()
                .setExists(Samples.exists(request.getName()))
                .build();
    }

    /** The server's answer. */
    public static PageReply page(PageRequest request) {
        return PAGES.get(request.getNumber());
    }

    private static PageReply message(Page page) {
        return PageReply.newBuilder()
                .setNumber(page.getNumber())
                .setTotal(page.getTotal())
                .addAllUsers(
                        page.getUsers().stream().map(MessageSamples::message).toList())
                .build();
    }

    private static UserMessage message(User user) {
        return UserMessage.newBuilder()
                .setId(user.getId())
                .setName(user.getName())
                .setEmail(user.getEmail())
                .setPhone(user.getPhone())
                .setAddress(user.getAddress())
                .setAge(user.getAge())
                .setActive(user.getActive())
                .setScore(user.getScore())
                .setStatus(UserStatus.valueOf("USER_STATUS_" + user.getStatus()))
                .setCreated(user.getCreated())
                .setLevel(user.getLevel())
                .addAllTags(user.getTags())
                .build();
    }
}
