package dev.tenstep.rpc.filter;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.security.Principal;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Authentication by a token in the metadata, {@code authorization: Bearer TOKEN} (RFC 6750, section 2.1): a filter that
 * adds it on a client, and one that verifies it on a server.
 */
public final class BearerTokens {
    /** The metadata key. */
    public static final String KEY = "authorization";

    private static final String SCHEME = "Bearer ";

    private BearerTokens() {}

    /** A client's filter that adds the supplier's token, asked for with each call. */
    public static Filter add(Supplier<String> token) {
        requireNonNull(token, "token");
        return (call, replyTo, next) ->
                next.exchange(call.withMetadata(call.metadata().with(KEY, SCHEME + token.get())), replyTo);
    }

    /**
     * A server's filter that refuses calls without a token, or with one that the function does not know, as
     * UNAUTHENTICATED. The handler finds the caller in {@link dev.tenstep.rpc.call.CallContext#principal()}.
     *
     * @param verify maps a token to its owner, null for nobody; runs where the handler runs
     */
    public static Filter verify(Function<String, @Nullable Principal> verify) {
        requireNonNull(verify, "verify");
        return (call, replyTo, next) -> {
            String given = call.metadata().text(KEY);
            if (given == null || !given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                replyTo.fail(refusal(
                        given == null
                                ? "no token (expected: metadata authorization: Bearer TOKEN)"
                                : "authorization of another scheme (expected: Bearer TOKEN)"));
                return;
            }
            Principal caller = verify.apply(given.substring(SCHEME.length()).trim());
            if (caller == null) {
                replyTo.fail(refusal("the token is not valid"));
            } else {
                next.exchange(call.withPrincipal(caller), replyTo);
            }
        };
    }

    private static RpcException refusal(String why) {
        return RpcException.notStarted(StatusCode.UNAUTHENTICATED, why, null);
    }
}
