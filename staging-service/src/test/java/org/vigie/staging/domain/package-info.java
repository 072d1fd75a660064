@NullMarked
package org.vigie.staging.domain;

import org.jspecify.annotations.NullMarked;
