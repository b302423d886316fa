/** Whether the injector itself can be believed. */
@NullMarked
package dev.yodel.loadtest.health;

import org.jspecify.annotations.NullMarked;
