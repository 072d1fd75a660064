/** What Vigie's services say to each other. Depends on JSON only; every other module depends on it. */
@NullMarked
package org.vigie.contract;

import org.jspecify.annotations.NullMarked;
