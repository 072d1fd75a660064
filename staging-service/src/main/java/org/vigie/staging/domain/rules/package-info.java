/** Clinical rules as pure functions of a timeline. */
@NullMarked
package org.vigie.staging.domain.rules;

import org.jspecify.annotations.NullMarked;
