/** Alert policy of clinical rules section 9. */
@NullMarked
package org.vigie.staging.domain.alerts;

import org.jspecify.annotations.NullMarked;
