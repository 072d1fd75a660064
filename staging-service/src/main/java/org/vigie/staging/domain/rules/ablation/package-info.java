/** Rules of clinical rules section 7: percutaneous ablation. */
@NullMarked
package org.vigie.staging.domain.rules.ablation;

import org.jspecify.annotations.NullMarked;
