/**
 * The threads for user code that may block: a pool that wakes few workers, and shares them fairly between connections.
 *
 * <pre>{@code
 * WorkerPool pool = new WorkerPool("rpc-handler", 256);
 * if (!pool.tryExecute(task)) {
 *     refuse();
 * }
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.worker.WorkerPool}, then {@link dev.tenstep.rpc.worker.HandlerShare}. All internal.
 */
@NullMarked
package dev.tenstep.rpc.worker;

import org.jspecify.annotations.NullMarked;
