/** Every way in for clinical facts ends here: identity, rules, ids, and publication before anything is acknowledged. */
@NullMarked
package org.vigie.staging.intake;

import org.jspecify.annotations.NullMarked;
