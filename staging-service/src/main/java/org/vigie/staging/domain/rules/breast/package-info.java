/** Rules of clinical rules sections 3 to 6 and the changes of section 2: breast MRI under chemotherapy. */
@NullMarked
package org.vigie.staging.domain.rules.breast;

import org.jspecify.annotations.NullMarked;
