@NullMarked
package org.vigie.staging;

import org.jspecify.annotations.NullMarked;
