/** What one client may use of the HTTP port. */
@NullMarked
package dev.yodel.gateway.limits;

import org.jspecify.annotations.NullMarked;
