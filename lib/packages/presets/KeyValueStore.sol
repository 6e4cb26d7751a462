// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// @title A key-value store for one application
/// @notice Anyone who may call the application reads; only the owner and the writers it names write.
contract KeyValueStore {
    /// @notice The account that may name writers.
    address public owner;

    /// @notice Accounts that may put and remove.
    mapping(address => bool) public writers;

    /// @notice How many keys hold a value.
    uint256 public count;

    struct Entry {
        string value;
        uint64 updatedAt;
        bool exists;
    }

    mapping(string => Entry) private entries;

    /// @notice A value was written; `keyHash` finds the events of one key.
    event ValuePut(bytes32 indexed keyHash, string key, string value, address indexed by);
    /// @notice A key was removed.
    event ValueRemoved(bytes32 indexed keyHash, string key, address indexed by);
    /// @notice A writer was named, or its leave withdrawn.
    event WriterSet(address indexed writer, bool allowed);

    error NotOwner();
    error NotWriter();
    error EmptyKey();
    error KeyTooLong();
    error ValueTooLong();
    error UnknownKey(string key);

    constructor() {
        owner = msg.sender;
        writers[msg.sender] = true;
        emit WriterSet(msg.sender, true);
    }

    /// @notice Writes `value` under `key`, over what was there.
    /// @param key 1 to 128 bytes
    /// @param value up to 4,096 bytes
    function put(string calldata key, string calldata value) external {
        if (!writers[msg.sender]) revert NotWriter();
        if (bytes(key).length == 0) revert EmptyKey();
        if (bytes(key).length > 128) revert KeyTooLong();
        if (bytes(value).length > 4096) revert ValueTooLong();
        Entry storage entry = entries[key];
        if (!entry.exists) {
            entry.exists = true;
            count += 1;
        }
        entry.value = value;
        entry.updatedAt = uint64(block.timestamp);
        emit ValuePut(keccak256(bytes(key)), key, value, msg.sender);
    }

    /// @notice The value under `key`; reverts when there is none.
    function get(string calldata key) external view returns (string memory value, uint64 updatedAt) {
        Entry storage entry = entries[key];
        if (!entry.exists) revert UnknownKey(key);
        return (entry.value, entry.updatedAt);
    }

    /// @notice Whether `key` holds a value.
    function has(string calldata key) external view returns (bool) {
        return entries[key].exists;
    }

    /// @notice Removes `key` and its value; reverts when there is none.
    function remove(string calldata key) external {
        if (!writers[msg.sender]) revert NotWriter();
        if (!entries[key].exists) revert UnknownKey(key);
        delete entries[key];
        count -= 1;
        emit ValueRemoved(keccak256(bytes(key)), key, msg.sender);
    }

    /// @notice Lets `writer` write, or no longer.
    function setWriter(address writer, bool allowed) external {
        if (msg.sender != owner) revert NotOwner();
        writers[writer] = allowed;
        emit WriterSet(writer, allowed);
    }
}
