/** What one client may use of the server: budgets of memory, limits of connections and calls. */
@NullMarked
package dev.yodel.service.limits;

import org.jspecify.annotations.NullMarked;
