/**
 * Where the data lies: the embedded PostgreSQL, its data folder, the durability check.
 *
 * <p>May use: {@code platform}.
 */
package org.tocsin.platform.database;
