/**
 * Where the data lies: the embedded PostgreSQL, its data folder, the durability check; transactions, and jobs that one
 * replica does for all.
 *
 * <p>May use: {@code platform}.
 */
package org.tocsin.platform.database;
