@NullMarked
package org.vigie.staging.csv;

import org.jspecify.annotations.NullMarked;
