@NullMarked
package org.vigie.mr;

import org.jspecify.annotations.NullMarked;
