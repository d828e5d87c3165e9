/**
 * Tenstep as its users see it: a plain annotated interface, a stub, a serializer by name. Internal to the benchmarks.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.tenstep;

import org.jspecify.annotations.NullMarked;
