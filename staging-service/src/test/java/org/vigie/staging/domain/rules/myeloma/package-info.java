@NullMarked
package org.vigie.staging.domain.rules.myeloma;

import org.jspecify.annotations.NullMarked;
