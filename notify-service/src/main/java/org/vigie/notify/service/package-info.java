/** The other services, asked over REST for what their pages show. */
@NullMarked
package org.vigie.notify.service;

import org.jspecify.annotations.NullMarked;
