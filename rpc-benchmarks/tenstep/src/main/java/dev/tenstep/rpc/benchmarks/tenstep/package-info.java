/**
 * Tenstep as its users have it: a plain annotated interface, a stub, a serializer by name. Internal to the benchmarks.
 * Starting point: {@link dev.tenstep.rpc.benchmarks.tenstep.TenstepContender}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.tenstep;

import org.jspecify.annotations.NullMarked;
