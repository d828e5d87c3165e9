/**
 * Settings by declared keys: each from the map that a builder was given, the system properties, the environment, the file at {@code -Drpc.config} or
 * {@code rpc.properties} on the class path, in that order, checked whole when they are read.
 *
 * <pre>{@code
 * Config config = Config.load(Thread.currentThread().getContextClassLoader());
 * config.get("orders", DEADLINE);   // rpc.client.orders.deadline, else rpc.deadline, else the key's default
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.config.Config}, and {@link dev.tenstep.rpc.config.ConfigKeys} for a module
 * that has settings of its own. The public types are for authors of modules; users write the settings.
 */
@NullMarked
package dev.tenstep.rpc.config;

import org.jspecify.annotations.NullMarked;
