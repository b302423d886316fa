/** The gateway in front of the server, as the server sees it: found, loaded and started only when it is asked for. */
@NullMarked
package dev.yodel.service.gateway;

import org.jspecify.annotations.NullMarked;
