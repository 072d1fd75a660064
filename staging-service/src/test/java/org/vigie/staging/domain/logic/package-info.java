@NullMarked
package org.vigie.staging.domain.logic;

import org.jspecify.annotations.NullMarked;
