/** Side-by-side figures of the fits: run by {@code deploy/bench/diffusion}. */
@NullMarked
package org.vigie.bench.kernels;

import org.jspecify.annotations.NullMarked;
