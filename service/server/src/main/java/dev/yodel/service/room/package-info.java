/** Chat rooms: {@code yodel.v1.RoomService}. */
@NullMarked
package dev.yodel.service.room;

import org.jspecify.annotations.NullMarked;
