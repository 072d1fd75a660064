/**
 * The clinical rules a second time, written from their text in plain Java over complete inputs, and completed by brute
 * force: nothing here is shared with the evaluator that it checks.
 */
@NullMarked
package org.vigie.staging.domain.oracle;

import org.jspecify.annotations.NullMarked;
