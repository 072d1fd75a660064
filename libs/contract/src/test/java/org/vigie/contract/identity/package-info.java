@NullMarked
package org.vigie.contract.identity;

import org.jspecify.annotations.NullMarked;
