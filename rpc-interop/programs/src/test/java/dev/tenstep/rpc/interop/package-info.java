/** Tests with the clients and servers of others. */
@NullMarked
package dev.tenstep.rpc.interop;

import org.jspecify.annotations.NullMarked;
