/**
 * What the server tells of itself: registry, meters and the HTTP endpoint that shows them.
 */
@NullMarked
package dev.yodel.service.metrics;

import org.jspecify.annotations.NullMarked;
