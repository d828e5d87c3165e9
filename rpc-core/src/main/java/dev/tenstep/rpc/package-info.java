/** What users touch. */
@NullMarked
package dev.tenstep.rpc;

import org.jspecify.annotations.NullMarked;
