/** The port for administrators: behavior and state of the running server. */
@NullMarked
package dev.yodel.service.admin;

import org.jspecify.annotations.NullMarked;
