// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// @title A registry of notarised documents
/// @notice Keeps who notarised which document, and when. The document itself never touches the chain: only its
/// SHA-256 digest does.
contract DocumentRegistry {
    struct Record {
        address owner;
        uint64 notarisedAt;
        uint64 revokedAt;
        string description;
    }

    mapping(bytes32 => Record) private records;

    /// @notice Name of this registry, as its users know it.
    string public registryName;

    /// @notice How many documents were notarised.
    uint256 public count;

    /// @notice A document was notarised.
    event DocumentNotarised(bytes32 indexed digest, address indexed owner, uint64 at, string description);
    /// @notice Its owner revoked a document: it was notarised once and is not valid any more.
    event DocumentRevoked(bytes32 indexed digest, address indexed owner, uint64 at, string reason);
    /// @notice A document has a new owner.
    event OwnershipTransferred(bytes32 indexed digest, address indexed from, address indexed to);

    error EmptyDigest();
    error TextTooLong();
    error NoOwner();
    error AlreadyNotarised(bytes32 digest, address owner, uint64 at);
    error UnknownDocument(bytes32 digest);
    error NotDocumentOwner(bytes32 digest, address owner);
    error AlreadyRevoked(bytes32 digest, uint64 at);

    /// @param name what this registry is called
    constructor(string memory name) {
        registryName = name;
    }

    /// @notice Records that the sender holds the document with this digest now.
    /// @param digest SHA-256 of the document
    /// @param description up to 512 bytes, public for ever
    function notarise(bytes32 digest, string calldata description) external {
        if (digest == bytes32(0)) revert EmptyDigest();
        if (bytes(description).length > 512) revert TextTooLong();
        Record storage known = records[digest];
        if (known.owner != address(0)) revert AlreadyNotarised(digest, known.owner, known.notarisedAt);
        records[digest] = Record(msg.sender, uint64(block.timestamp), 0, description);
        count += 1;
        emit DocumentNotarised(digest, msg.sender, uint64(block.timestamp), description);
    }

    /// @notice Who notarised a document and when; `revokedAt` is 0 while it is valid. Reverts when it is not known.
    function lookUp(bytes32 digest)
        external
        view
        returns (address owner, uint64 notarisedAt, uint64 revokedAt, string memory description)
    {
        Record storage record = existing(digest);
        return (record.owner, record.notarisedAt, record.revokedAt, record.description);
    }

    /// @notice Whether a document is notarised and not revoked.
    function isValid(bytes32 digest) external view returns (bool) {
        Record storage record = records[digest];
        return record.owner != address(0) && record.revokedAt == 0;
    }

    /// @notice Withdraws a document for good, with a reason of up to 512 bytes. Only its owner may.
    function revoke(bytes32 digest, string calldata reason) external {
        if (bytes(reason).length > 512) revert TextTooLong();
        Record storage record = owned(digest);
        if (record.revokedAt != 0) revert AlreadyRevoked(digest, record.revokedAt);
        record.revokedAt = uint64(block.timestamp);
        emit DocumentRevoked(digest, msg.sender, uint64(block.timestamp), reason);
    }

    /// @notice Hands a document over to another account. Only its owner may.
    function transferOwnership(bytes32 digest, address to) external {
        if (to == address(0)) revert NoOwner();
        Record storage record = owned(digest);
        record.owner = to;
        emit OwnershipTransferred(digest, msg.sender, to);
    }

    function existing(bytes32 digest) private view returns (Record storage record) {
        record = records[digest];
        if (record.owner == address(0)) revert UnknownDocument(digest);
    }

    function owned(bytes32 digest) private view returns (Record storage record) {
        record = existing(digest);
        if (record.owner != msg.sender) revert NotDocumentOwner(digest, record.owner);
    }
}
