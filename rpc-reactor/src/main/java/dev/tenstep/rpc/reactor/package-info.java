/**
 * Reactor's types in service interfaces. With this module on the class path a method may return a {@code Mono} or {@code
 * Flux}, and take a {@code Flux}:
 *
 * <pre>{@code
 * @RpcService
 * public interface Prices {
 *     Mono<Price> find(String symbol);
 *     Flux<Price> watch(String symbol);
 *     Mono<Summary> upload(Flux<Price> prices);
 * }
 * }</pre>
 *
 * <p>Starting point: {@link dev.tenstep.rpc.reactor.ReactorAdapter}, which ServiceLoader finds; nothing here is called by
 * users.
 */
@NullMarked
package dev.tenstep.rpc.reactor;

import org.jspecify.annotations.NullMarked;
