/** How the server reports readiness and how it drains. */
@NullMarked
package dev.yodel.service.lifecycle;

import org.jspecify.annotations.NullMarked;
