/**
 * Streams both ways at once: what one says goes to the room, what the room hears comes back, for as long as one stays.
 *
 * <pre>{@code
 * try (Visitor ann = Visitor.enter(client.stub(Chat.class), "ann", System.out::println)) {
 *     ann.say("hello"); // all in the room hear it, ann too
 * }
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.examples.chat.Chat}, then {@link dev.tenstep.rpc.examples.chat.Room} and {@link
 * dev.tenstep.rpc.examples.chat.Visitor}. All of it is there to be copied.
 */
@NullMarked
package dev.tenstep.rpc.examples.chat;

import org.jspecify.annotations.NullMarked;
