/** Rules of clinical rules section 8: plasma-cell disease and whole-body MRI. */
@NullMarked
package org.vigie.staging.domain.rules.myeloma;

import org.jspecify.annotations.NullMarked;
