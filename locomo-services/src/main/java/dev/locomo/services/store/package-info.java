/**
 * Runs as a database that can be queried: an SQLite file beside them, or a PostgreSQL server. The
 * folders stay what counts; everything here can be made from them again.
 */
@NullMarked
package dev.locomo.services.store;

import org.jspecify.annotations.NullMarked;
