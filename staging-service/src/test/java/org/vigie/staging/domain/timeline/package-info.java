@NullMarked
package org.vigie.staging.domain.timeline;

import org.jspecify.annotations.NullMarked;
