@NullMarked
package org.vigie.staging.domain.cases;

import org.jspecify.annotations.NullMarked;
