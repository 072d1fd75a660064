@NullMarked
package org.vigie.contract;

import org.jspecify.annotations.NullMarked;
