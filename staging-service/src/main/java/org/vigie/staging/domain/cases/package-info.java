/** From facts of a timeline to the inputs of rules. */
@NullMarked
package org.vigie.staging.domain.cases;

import org.jspecify.annotations.NullMarked;
