/** Pieces of work in tables of a PostgreSQL database. */
@NullMarked
package dev.locomo.services.store.queue;

import org.jspecify.annotations.NullMarked;
