/**
 * Streams in both directions at once: a visitor's lines go to the room, and the room's lines come back, for as long
 * as the visitor stays.
 *
 * <pre>{@code
 * try (Visitor ann = Visitor.enter(client.stub(Chat.class), "ann", System.out::println)) {
 *     ann.say("hello"); // all in the room hear it, ann too
 * }
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.examples.chat.Chat}, then {@link dev.tenstep.rpc.examples.chat.Room} and {@link
 * dev.tenstep.rpc.examples.chat.Visitor}. All of it is meant to be copied.
 */
@NullMarked
package dev.tenstep.rpc.examples.chat;

import org.jspecify.annotations.NullMarked;
