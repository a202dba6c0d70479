// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";

/// @title Holds the entry fees of seasons and pays their prizes, in one token that is fixed at deployment.
/// @notice A season opens, takes entries until its deadline, and then either is settled (a Merkle root of prizes, set once)
/// or cancelled (every entrant can have the fee back).
///
/// What always holds:
/// - A season pays out no more than was deposited for it: `held` bounds every payment and belongs to one season.
/// - Nobody is paid twice: one claim per season and account, one refund per season and player.
/// - The operator's share is at most MAX_FEE_SHARE_BPS of the entry fees. All the rest of them goes to the accounts of the
///   root. Whether the root names the right accounts cannot be known here; its leaves are published so that all can see.
/// - Nothing stays locked. A season that nobody settles within SETTLE_PERIOD can be cancelled by anybody, and what was
///   not claimed or refunded within the announced time goes to the treasury, whoever asks for it.
/// - Pausing stops entries and nothing else: no key can hold back a prize or a refund that is due.
contract SeasonVault is Ownable2Step, Pausable, ReentrancyGuard {
    using SafeERC20 for IERC20;

    enum State {
        None,
        Open,
        Settled,
        Cancelled,
        Swept
    }

    enum Entry {
        None,
        Entered,
        Refunded
    }

    struct Season {
        /// Fee of one entry, in the token's smallest unit.
        uint96 fee;
        /// Entries are taken before this second.
        uint64 entryDeadline;
        /// Settled: claims are paid before this second. Cancelled: from here on what is left may be swept.
        uint64 payDeadline;
        /// Entries that were not refunded.
        uint24 entrants;
        State state;
        /// What this season holds of the token.
        uint128 held;
        /// Of `held`: the prizes that were not claimed yet.
        uint128 prizesLeft;
        /// Of `held`: what the treasury may take as fee share.
        uint128 feeShareLeft;
        bytes32 root;
    }

    struct Seat {
        /// Who paid: a refund goes back there.
        address payer;
        Entry entry;
    }

    /// At most this much of the entry fees is the operator's, in hundredths of a percent.
    uint256 public constant MAX_FEE_SHARE_BPS = 1_500;
    /// How far in the future an entry deadline may be.
    uint256 public constant MAX_ENTRY_PERIOD = 366 days;
    /// A season that is not settled this long after its entry deadline can be cancelled by anybody.
    uint256 public constant SETTLE_PERIOD = 60 days;
    uint256 public constant MIN_CLAIM_PERIOD = 30 days;
    uint256 public constant MAX_CLAIM_PERIOD = 366 days;
    uint256 public constant REFUND_PERIOD = 180 days;

    IERC20 public immutable token;
    address public treasury;
    /// Sum of what all seasons hold; the vault's balance is never less.
    uint256 public totalHeld;

    mapping(uint256 seasonId => Season) private _seasons;
    mapping(uint256 seasonId => mapping(address player => Seat)) private _seats;
    mapping(uint256 seasonId => mapping(address account => bool)) public claimed;

    event SeasonOpened(uint256 indexed season, uint256 fee, uint256 entryDeadline);
    event EntriesClosed(uint256 indexed season, uint256 entryDeadline);
    event Entered(uint256 indexed season, address indexed player, address indexed payer, uint256 amount);
    event Funded(uint256 indexed season, address indexed from, uint256 amount);
    event RootSet(
        uint256 indexed season, bytes32 indexed root, uint256 prizes, uint256 feeShare, uint256 claimDeadline
    );
    event Claimed(uint256 indexed season, address indexed account, uint256 amount);
    event PayoutFailed(uint256 indexed season, address indexed account, uint256 amount);
    event FeeShareTaken(uint256 indexed season, address indexed treasury, uint256 amount);
    event SeasonCancelled(uint256 indexed season, address indexed by, uint256 sweepableFrom);
    event Refunded(uint256 indexed season, address indexed player, address indexed payer, uint256 amount);
    event RefundFailed(uint256 indexed season, address indexed player, address indexed payer, uint256 amount);
    event Swept(uint256 indexed season, address indexed treasury, uint256 amount);
    event TreasuryChanged(address indexed treasury);
    event Recovered(address indexed token, address indexed treasury, uint256 amount);

    error InvalidAddress();
    error InvalidFee();
    error InvalidDeadline();
    error InvalidTotals();
    error InvalidRoot();
    error InvalidProof(address account);
    error LengthMismatch();
    error WrongState(State state);
    error EntryClosed();
    error EntryStillOpen();
    error AlreadyEntered(address player);
    error NotEntered(address player);
    error WrongAmountReceived(uint256 expected, uint256 received);
    error NotFunded(uint256 needed, uint256 held);
    error AlreadyClaimed(address account);
    error ClaimsClosed();
    error PrizesExhausted(uint256 left, uint256 asked);
    error TooEarly(uint256 from);
    error NothingToTake();
    error RenouncingDisabled();

    constructor(IERC20 token_, address owner_, address treasury_) Ownable(owner_) {
        if (address(token_).code.length == 0) revert InvalidAddress();
        token = token_;
        _setTreasury(treasury_);
    }

    // ------------------------------------------------------------------------------------------------ entries

    /// @notice Opens a season for entries at `fee`, until `entryDeadline` (seconds).
    function openSeason(uint256 season, uint96 fee, uint64 entryDeadline) external onlyOwner {
        Season storage s = _seasons[season];
        if (s.state != State.None) revert WrongState(s.state);
        if (fee == 0) revert InvalidFee();
        if (entryDeadline <= block.timestamp || entryDeadline > block.timestamp + MAX_ENTRY_PERIOD) {
            revert InvalidDeadline();
        }
        s.fee = fee;
        s.entryDeadline = entryDeadline;
        s.state = State.Open;
        emit SeasonOpened(season, fee, entryDeadline);
    }

    /// @notice Ends the time for entries early, for instance because the season is full.
    function closeEntries(uint256 season) external onlyOwner {
        Season storage s = _inState(season, State.Open);
        if (block.timestamp >= s.entryDeadline) revert EntryClosed();
        s.entryDeadline = uint64(block.timestamp);
        emit EntriesClosed(season, block.timestamp);
    }

    /// @notice Pays the fee of `season` for `player`'s seat. The caller pays, and would be the one who gets a refund.
    /// @dev Measured by what arrives: a token that keeps a fee on transfers would leave the season short, so it is refused.
    function enter(uint256 season, address player) external nonReentrant whenNotPaused {
        Season storage s = _inState(season, State.Open);
        if (block.timestamp >= s.entryDeadline) revert EntryClosed();
        if (player == address(0)) revert InvalidAddress();
        Seat storage seat = _seats[season][player];
        if (seat.entry != Entry.None) revert AlreadyEntered(player);
        uint96 fee = s.fee;
        seat.payer = msg.sender;
        seat.entry = Entry.Entered;
        s.entrants += 1;
        s.held += fee;
        totalHeld += fee;
        uint256 received = _pull(fee);
        if (received != fee) revert WrongAmountReceived(fee, received);
        emit Entered(season, player, msg.sender, fee);
    }

    /// @notice Gives one entry back before the season is settled: the seat was not taken in the game (full, or paid twice).
    /// @dev The player cannot enter the same season here again, so a season's count of events stays one per player.
    function refundEntry(uint256 season, address player) external nonReentrant onlyOwner {
        Season storage s = _inState(season, State.Open);
        (address payer, uint96 fee) = _startRefund(s, season, player);
        token.safeTransfer(payer, fee);
        emit Refunded(season, player, payer, fee);
    }

    /// @notice Adds money to a season, for prizes of entries that were paid in another way. Counts what arrives.
    function fund(uint256 season, uint256 amount) external nonReentrant {
        Season storage s = _inState(season, State.Open);
        uint256 received = _pull(amount);
        if (received == 0) revert NothingToTake();
        if (received > type(uint128).max - s.held) revert InvalidTotals();
        s.held += uint128(received);
        totalHeld += received;
        emit Funded(season, msg.sender, received);
    }

    // ------------------------------------------------------------------------------------------------ prizes

    /// @notice Settles a season, once: from now on `root` says who gets what.
    /// @param prizes Sum of all leaves. At least the entry fees less the highest fee share.
    /// @param feeShare What the treasury takes, at most MAX_FEE_SHARE_BPS of the entry fees.
    /// @param claimDeadline Claims are paid before this second; then what is left goes to the treasury.
    function setRoot(uint256 season, bytes32 root, uint128 prizes, uint128 feeShare, uint64 claimDeadline)
        external
        onlyOwner
    {
        Season storage s = _inState(season, State.Open);
        if (block.timestamp < s.entryDeadline) revert EntryStillOpen();
        if (root == bytes32(0)) revert InvalidRoot();
        if (claimDeadline < block.timestamp + MIN_CLAIM_PERIOD || claimDeadline > block.timestamp + MAX_CLAIM_PERIOD) {
            revert InvalidDeadline();
        }
        uint256 entryFees = uint256(s.fee) * s.entrants;
        uint256 maxFeeShare = (entryFees * MAX_FEE_SHARE_BPS) / 10_000;
        if (prizes == 0 || feeShare > maxFeeShare || prizes < entryFees - maxFeeShare) revert InvalidTotals();
        uint256 needed = uint256(prizes) + feeShare;
        if (needed > s.held) revert NotFunded(needed, s.held);
        s.state = State.Settled;
        s.root = root;
        s.prizesLeft = prizes;
        s.feeShareLeft = feeShare;
        s.payDeadline = claimDeadline;
        emit RootSet(season, root, prizes, feeShare, claimDeadline);
    }

    /// @notice Pays `account` its prize. Anybody may ask; only the named account is paid.
    function claim(uint256 season, address account, uint256 amount, bytes32[] calldata proof) external nonReentrant {
        Season storage s = _claimable(season);
        if (claimed[season][account]) revert AlreadyClaimed(account);
        if (!_isLeaf(s.root, season, account, amount, proof)) revert InvalidProof(account);
        _bookClaim(s, season, account, amount);
        token.safeTransfer(account, amount);
        emit Claimed(season, account, amount);
    }

    /// @notice Pays many prizes in one transaction: a tool for operators who want to spare winners the claim.
    /// @dev An account that was paid meanwhile is left out, and so is one that the token refuses to pay (a block list): it
    /// can still claim later. A wrong proof is a wrong list and refuses the whole.
    function claimBatch(
        uint256 season,
        address[] calldata accounts,
        uint256[] calldata amounts,
        bytes32[][] calldata proofs
    ) external nonReentrant {
        if (accounts.length != amounts.length || accounts.length != proofs.length) {
            revert LengthMismatch();
        }
        Season storage s = _claimable(season);
        bytes32 root = s.root;
        for (uint256 i = 0; i < accounts.length; i++) {
            address account = accounts[i];
            uint256 amount = amounts[i];
            if (!_isLeaf(root, season, account, amount, proofs[i])) revert InvalidProof(account);
            if (claimed[season][account]) continue;
            _bookClaim(s, season, account, amount);
            if (token.trySafeTransfer(account, amount)) {
                emit Claimed(season, account, amount);
            } else {
                // Nothing was moved, so the claim is as it was before. The guard keeps everybody else out until here.
                claimed[season][account] = false;
                s.prizesLeft += uint128(amount);
                s.held += uint128(amount);
                totalHeld += amount;
                emit PayoutFailed(season, account, amount);
            }
        }
    }

    /// @notice Sends the fee share of a settled season to the treasury.
    function takeFeeShare(uint256 season) external nonReentrant onlyOwner {
        Season storage s = _inState(season, State.Settled);
        uint128 amount = s.feeShareLeft;
        if (amount == 0) revert NothingToTake();
        s.feeShareLeft = 0;
        s.held -= amount;
        totalHeld -= amount;
        token.safeTransfer(treasury, amount);
        emit FeeShareTaken(season, treasury, amount);
    }

    // ------------------------------------------------------------------------------------------------ refunds

    /// @notice Cancels a season that is not settled. The owner may at any time, everybody else when it is overdue.
    function cancelSeason(uint256 season) external {
        Season storage s = _inState(season, State.Open);
        if (msg.sender != owner()) {
            uint256 overdueFrom = uint256(s.entryDeadline) + SETTLE_PERIOD;
            if (block.timestamp < overdueFrom) revert TooEarly(overdueFrom);
        }
        s.state = State.Cancelled;
        s.payDeadline = uint64(block.timestamp + REFUND_PERIOD);
        emit SeasonCancelled(season, msg.sender, s.payDeadline);
    }

    /// @notice Pays the fee of a cancelled season back to whoever paid it for `player`. Anybody may ask.
    function refund(uint256 season, address player) external nonReentrant {
        Season storage s = _inState(season, State.Cancelled);
        (address payer, uint96 fee) = _startRefund(s, season, player);
        token.safeTransfer(payer, fee);
        emit Refunded(season, player, payer, fee);
    }

    /// @notice Refunds many entries of a cancelled season. One that cannot be paid, or was refunded, is left out.
    function refundBatch(uint256 season, address[] calldata players) external nonReentrant {
        Season storage s = _inState(season, State.Cancelled);
        for (uint256 i = 0; i < players.length; i++) {
            address player = players[i];
            if (_seats[season][player].entry != Entry.Entered) continue;
            (address payer, uint96 fee) = _startRefund(s, season, player);
            if (token.trySafeTransfer(payer, fee)) {
                emit Refunded(season, player, payer, fee);
            } else {
                _seats[season][player].entry = Entry.Entered;
                s.entrants += 1;
                s.held += fee;
                totalHeld += fee;
                emit RefundFailed(season, player, payer, fee);
            }
        }
    }

    // ------------------------------------------------------------------------------------------------ the rest

    /// @notice Sends what is left of a season to the treasury, after the time for claims or refunds. Anybody may ask.
    function sweep(uint256 season) external nonReentrant {
        Season storage s = _seasons[season];
        if (s.state != State.Settled && s.state != State.Cancelled) revert WrongState(s.state);
        if (block.timestamp < s.payDeadline) revert TooEarly(s.payDeadline);
        uint128 amount = s.held;
        s.state = State.Swept;
        s.held = 0;
        s.prizesLeft = 0;
        s.feeShareLeft = 0;
        totalHeld -= amount;
        if (amount > 0) token.safeTransfer(treasury, amount);
        emit Swept(season, treasury, amount);
    }

    /// @notice Sends what belongs to no season to the treasury: tokens that were sent here by mistake.
    function recover(IERC20 stray) external nonReentrant onlyOwner {
        uint256 amount = stray.balanceOf(address(this));
        if (address(stray) == address(token)) amount -= totalHeld;
        if (amount == 0) revert NothingToTake();
        stray.safeTransfer(treasury, amount);
        emit Recovered(address(stray), treasury, amount);
    }

    function setTreasury(address treasury_) external onlyOwner {
        _setTreasury(treasury_);
    }

    /// @notice Stops new entries. Claims, refunds and sweeps go on.
    function pause() external onlyOwner {
        _pause();
    }

    function unpause() external onlyOwner {
        _unpause();
    }

    /// @dev Without an owner no season could be settled any more.
    function renounceOwnership() public pure override {
        revert RenouncingDisabled();
    }

    // ------------------------------------------------------------------------------------------------ questions

    function seasonOf(uint256 season) external view returns (Season memory) {
        return _seasons[season];
    }

    function seatOf(uint256 season, address player) external view returns (Seat memory) {
        return _seats[season][player];
    }

    /// @notice The hash of one prize in the tree: hashed twice, so that no inner node can pass for a leaf.
    function leafOf(uint256 season, address account, uint256 amount) public pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(season, account, amount))));
    }

    // ------------------------------------------------------------------------------------------------ inside

    function _inState(uint256 season, State wanted) private view returns (Season storage s) {
        s = _seasons[season];
        if (s.state != wanted) revert WrongState(s.state);
    }

    function _claimable(uint256 season) private view returns (Season storage s) {
        s = _inState(season, State.Settled);
        if (block.timestamp >= s.payDeadline) revert ClaimsClosed();
    }

    function _isLeaf(bytes32 root, uint256 season, address account, uint256 amount, bytes32[] calldata proof)
        private
        pure
        returns (bool)
    {
        return MerkleProof.verifyCalldata(proof, root, leafOf(season, account, amount));
    }

    function _bookClaim(Season storage s, uint256 season, address account, uint256 amount) private {
        // A tree whose leaves come to more than its announced sum takes nothing from fee share or other seasons.
        if (amount > s.prizesLeft) revert PrizesExhausted(s.prizesLeft, amount);
        claimed[season][account] = true;
        s.prizesLeft -= uint128(amount);
        s.held -= uint128(amount);
        totalHeld -= amount;
    }

    function _startRefund(Season storage s, uint256 season, address player)
        private
        returns (address payer, uint96 fee)
    {
        Seat storage seat = _seats[season][player];
        if (seat.entry != Entry.Entered) revert NotEntered(player);
        payer = seat.payer;
        fee = s.fee;
        seat.entry = Entry.Refunded;
        s.entrants -= 1;
        s.held -= fee;
        totalHeld -= fee;
    }

    function _pull(uint256 amount) private returns (uint256 received) {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), amount);
        received = token.balanceOf(address(this)) - before;
    }

    function _setTreasury(address treasury_) private {
        if (treasury_ == address(0) || treasury_ == address(this)) revert InvalidAddress();
        treasury = treasury_;
        emit TreasuryChanged(treasury_);
    }
}
