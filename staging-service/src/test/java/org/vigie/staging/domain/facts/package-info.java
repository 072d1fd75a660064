@NullMarked
package org.vigie.staging.domain.facts;

import org.jspecify.annotations.NullMarked;
