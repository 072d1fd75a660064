@NullMarked
package org.vigie.staging.web;

import org.jspecify.annotations.NullMarked;
